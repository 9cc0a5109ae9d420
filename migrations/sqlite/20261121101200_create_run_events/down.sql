DROP TABLE run_event;
