/** The CDK app of a peer: `-c peer=naive` or `-c peer=powertools -c connections=3`. */
import { App } from "aws-cdk-lib";
import { NaiveStack } from "./naive/stack.ts";
import { PowertoolsStack } from "./powertools/stack.ts";

const app = new App();
const connections = Number(app.node.tryGetContext("connections"));
if (app.node.tryGetContext("peer") === "naive") new NaiveStack(app, "Naive");
else new PowertoolsStack(app, "Powertools", { connections });
app.synth();
