-- rows are removed by a job that somebody watches
SELECT 1;
