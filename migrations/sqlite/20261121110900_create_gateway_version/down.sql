DROP TABLE gateway_version;
