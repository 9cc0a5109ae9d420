DROP TABLE connection_model;
DROP TABLE connection;
