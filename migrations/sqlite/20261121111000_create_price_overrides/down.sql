DROP TABLE price_override;
