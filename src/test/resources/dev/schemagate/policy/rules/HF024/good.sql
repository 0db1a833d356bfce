CREATE TABLE nemo.taxes (id bigint PRIMARY KEY);
