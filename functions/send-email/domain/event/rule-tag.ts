/** How the last of an event's resources begins when a rule of ours has put its own name there. */
export const RULE_TAG = "mail-rule/";
