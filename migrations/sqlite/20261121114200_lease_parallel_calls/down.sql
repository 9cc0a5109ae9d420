DROP TABLE parallel_lease;
