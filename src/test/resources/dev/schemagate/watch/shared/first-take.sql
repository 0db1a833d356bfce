-- Frozen: how a reader of the first version begins. Parameters: how long until what was written meanwhile is forgotten, log, pod, version,
-- how often it polls.
SELECT epoch, locked, positions, age > ?::interval, round(extract(epoch FROM age)) FROM schema_gate.take_log(?, ?, ?, ?::interval)
