GRANT SELECT ON "Tax" TO reporting;
