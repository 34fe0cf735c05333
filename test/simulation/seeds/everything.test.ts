import { testSeeds } from "../test-seeds.ts";

testSeeds("everything", 450);
