/** What the live page raises alarms about, and what can be done on each. */

import { counted } from "./elements.js";
import { clearAlarm, raiseAlarm } from "./notices.js";

/** @param {string} name */
function dismissal(name) {
  return { label: "Dismiss", act: () => clearAlarm(name) };
}

/** @param {string} sentence @param {string} [name] what it is about; a later one of that name takes its place */
export function raiseTrouble(sentence, name = "trouble") {
  raiseAlarm(name, sentence, [dismissal(name)]);
}

/** As long as decisions are stopped. @param {import("./outbox.js").Outbox} outbox */
export function raiseUnsaved(outbox) {
  if (!outbox.stopped) return clearAlarm("unsaved");
  const count = outbox.unsaved === 1 ? "1 decision is" : `${outbox.unsaved} decisions are`;
  raiseAlarm(
    "unsaved",
    `${count} not saved, first that on ${outbox.letters[0].verdict.id}: ${outbox.stopped.message}`,
    [
      { label: "Send again", act: () => outbox.retry() },
      { label: "Give up the first", act: () => outbox.drop() },
    ],
  );
}

/** A card is to be looked at again, but something else is being done. @param {string} id @param {string} sentence @param {() => void} show */
export function raiseChanged(id, sentence, show) {
  raiseAlarm(id, sentence, [{ label: "Show it", act: show }, dismissal(id)]);
}

/** A build has written more, say. @param {{samples: number, rejections: number}} run @param {() => void} renew */
export function raiseGrown(run, renew) {
  const held = `${counted(run.samples, "sample")} and ${counted(run.rejections, "rejection")}`;
  const act = () => {
    clearAlarm("grown");
    renew();
  };
  raiseAlarm("grown", `The run was written anew and has ${held}. The order of this queue is from before.`, [
    { label: "Make the order anew", act },
    dismissal("grown"),
  ]);
}
