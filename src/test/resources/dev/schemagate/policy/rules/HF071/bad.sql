SELECT repair_taxes();
