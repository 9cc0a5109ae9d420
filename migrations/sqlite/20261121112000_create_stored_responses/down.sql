DROP TABLE stored_response;
