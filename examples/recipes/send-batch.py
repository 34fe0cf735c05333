"""Tells many customers that their orders have been shipped, with MAIL_QUEUE_URL set.

Reads "order address" lines, as in: printf '4711 ann@example.com\\n4712 bob@example.com\\n' | python3 send-batch.py
"""

import json
import os
import sys
import time

import boto3

TRIES = 4
sqs = boto3.client("sqs")


def message(order, to):
    return {
        # Follows from what happened: run again, it is still one mail.
        "id": f"order-{order}-shipped",
        "to": to,
        "subject": f"Order {order} is on its way",
        "text": f"Your order {order} has left our warehouse.",
        "tags": {"order": order},
    }


def send(messages):
    """Sends up to ten messages, and returns those that SQS did not take."""
    for attempt in range(TRIES):
        answer = sqs.send_message_batch(
            QueueUrl=os.environ["MAIL_QUEUE_URL"],
            Entries=[
                {"Id": str(index), "MessageBody": json.dumps(each)}
                for index, each in enumerate(messages)
            ],
        )
        # SQS may take some and refuse others: only these are sent again.
        messages = [messages[int(each["Id"])] for each in answer.get("Failed", [])]
        if not messages:
            break
        time.sleep(0.2 * 2**attempt)
    return messages


mails = [message(*line.split()) for line in sys.stdin if line.strip()]
failed = []
# Ten messages are the most, and 1 MiB together: send long ones in smaller batches.
for start in range(0, len(mails), 10):
    failed += send(mails[start : start + 10])
print("queued", len(mails) - len(failed))
for each in failed:
    print("not queued", each["id"], file=sys.stderr)
sys.exit(1 if failed else 0)
