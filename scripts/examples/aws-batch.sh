#!/bin/bash
# A manifest as an AWS Batch array job on a shared EFS volume: aws-batch.sh QUEUE WORKERS /shared/jobs.jsonl
# Put your image and file system into aws-batch.json first. Each child reads its shard from
# AWS_BATCH_JOB_ARRAY_INDEX and AWS_BATCH_JOB_ARRAY_SIZE.
set -euo pipefail
queue=${1:?usage: aws-batch.sh QUEUE WORKERS MANIFEST}
workers=${2:?how many, 2 to 10000}
manifest=${3:?the manifest as the containers see it}
here=$(cd "$(dirname "$0")" && pwd)

definition=$(aws batch register-job-definition --cli-input-json "file://$here/aws-batch.json" \
    --query jobDefinitionArn --output text)
aws batch submit-job --job-name beatsync --job-queue "$queue" --job-definition "$definition" \
    --array-properties "size=$workers" --parameters "manifest=$manifest"
