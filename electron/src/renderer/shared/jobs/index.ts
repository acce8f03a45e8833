export { useChanged } from "./changed";
export { canAgain, followJobs, titleOf } from "./follow";
export { JobLine } from "./JobLine";
export { INDEXED } from "./names";
export { overall } from "./overall";
export { ProblemList } from "./ProblemList";
export { type Reasoned, reasoned } from "./reasons";
export { type Start, startJob } from "./start";
export {
  canStop,
  dismiss,
  type Job,
  type JobPlace,
  type JobState,
  type Problem,
  runningJob,
  share,
  useJobs,
} from "./store";
