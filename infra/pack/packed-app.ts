/** The app of the package, for a folder with senders.json and no CDK app of its own. */
import { App } from "aws-cdk-lib";
import { addSenders } from "../add-senders.ts";

const app = new App();
addSenders(app, "npx sqs-gmail-sender");
app.synth();
