DROP TABLE budget_counter;
