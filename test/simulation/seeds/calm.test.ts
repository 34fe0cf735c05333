import { testSeeds } from "../test-seeds.ts";

testSeeds("calm", 350);
