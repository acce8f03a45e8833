export { type Start, startJob } from "./start";
export { type Job, type JobState, type Problem, runningJob, share, useJobs } from "./store";
