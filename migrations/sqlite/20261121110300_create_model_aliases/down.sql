DROP TABLE model_alias;
