#!/bin/bash
# A manifest as a Slurm job array on shared storage: sbatch slurm-array.sh /shared/jobs.jsonl
# Tasks may be added, requeued or sent again at any time: what is done is skipped, what died is taken over.
#SBATCH --job-name=beatsync
#SBATCH --array=0-7
#SBATCH --cpus-per-task=4
#SBATCH --output=beatsync-%A_%a.log
# A minute before the time limit, so that a job that would not get done is given back to be done later.
#SBATCH --signal=B:TERM@60
# exec: the signal is for the program and not for the shell. Which shard it is it reads from SLURM_ARRAY_TASK_ID.
exec beatsync batch "${1:?usage: sbatch slurm-array.sh MANIFEST.jsonl}"
