DROP TABLE usage_entry;
