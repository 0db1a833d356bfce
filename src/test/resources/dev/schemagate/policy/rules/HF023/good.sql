ALTER TABLE nemo.tax ADD COLUMN rate numeric;
CREATE TABLE nemo.item (id int PRIMARY KEY, tax int REFERENCES nemo.tax (id));
CREATE CAST (nemo.mood AS text) WITH INOUT;
CREATE PUBLICATION ours FOR TABLE nemo.tax;
