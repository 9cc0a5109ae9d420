DROP TABLE budget_reservation;
