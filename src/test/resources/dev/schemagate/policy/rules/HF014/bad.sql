UPDATE "Tax" SET rate = 19;
