import { testSeeds } from "../test-seeds.ts";

testSeeds("sender's faults", 400);
