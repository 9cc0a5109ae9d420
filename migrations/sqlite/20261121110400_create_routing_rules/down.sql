DROP TABLE routing_rule;
