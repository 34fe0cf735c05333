import { testSeeds } from "../test-seeds.ts";

testSeeds("operators", 350);
