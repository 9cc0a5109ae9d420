DROP TABLE user_limit;
