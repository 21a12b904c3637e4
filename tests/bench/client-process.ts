import { type Load, runLoad } from "./load-client.ts";

process.once("message", (plan) => {
  void runLoad(plan as Load).then((result) => process.send!(result));
});
