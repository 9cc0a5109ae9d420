DROP TABLE job_kind;
DROP TABLE job_event;
DROP TABLE job_dependency;
DROP TABLE job;
