import { testSeeds } from "../test-seeds.ts";

testSeeds("quota", 50);
