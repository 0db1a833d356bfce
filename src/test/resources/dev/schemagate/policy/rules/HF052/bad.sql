COPY "Tax" (rate) FROM stdin;
19
\.
