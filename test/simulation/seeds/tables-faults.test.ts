import { testSeeds } from "../test-seeds.ts";

testSeeds("table's faults", 400);
