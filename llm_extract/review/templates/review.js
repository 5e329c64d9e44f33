"use strict";

// The reviewer's decisions, here and on the server. An article is asked for when it is opened, and
// comes with all that was decided about it; a decision is shown once the server has it on disk.
const Review = {
  // Where the reviewer is: {newest, undo, items, decided, articles, reviewed, changed}.
  standing: { newest: 0, undo: null, items: 0, decided: 0, articles: 0, reviewed: {}, changed: [] },
  records: new Map(),
  most: 8,
  channel: null,
  // Called with (text, kind) where something is being saved, was, or could not be.
  onSaving: () => undefined,
  onStanding: [],
  // Whether drawing anew would take away what somebody is typing.
  isBusy: () => false,
  isStale: false,
  // Names of requests without an answer so far, by what was sent.
  unanswered: new Map(),

  async ask(path, said) {
    const options = said === undefined ? {} : {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(said),
    };
    const answer = await fetch(`api/${path}`, { ...options, cache: "no-store", redirect: "error" });
    const type = answer.headers.get("Content-Type") ?? "";
    const found = type.startsWith("application/json") ? await answer.json() : { reason: await answer.text() };
    if (!answer.ok) {
      throw Object.assign(new Error(found.reason), { path: found.path ?? "", status: answer.status });
    }
    return found;
  },

  // The record of an article as it is shown; see `Session.record`.
  async load(index) {
    Review.keep(index, await Review.ask(`record?article=${index}`));
  },

  // A few records are kept; others are asked for again when they are opened.
  keep(index, record) {
    Review.records.delete(index);
    Review.records.set(index, record);
    Data.replace(index, record.entry, record.summary);
    const [oldest] = Review.records.keys();
    if (Review.records.size > Review.most) {
      Review.records.delete(oldest);
      Data.replaced.delete(oldest);
    }
  },

  // Tell what shows nowhere else; it is read out, too.
  say(text) {
    Review.onSaving(text, "told");
  },

  // Store a decision; throws an error with `path` where it cannot be taken. It is about the item
  // that stood at its path when the form was opened, or that stands there now.
  async decide(said) {
    const item = Review.key(said.article, said.action === "done" ? "" : said.path || null);
    try {
      return await Review.change("decisions", { item, ...said });
    } catch (error) {
      if (error.status === 409) {
        Review.redraw();
      }
      throw error;
    }
  },

  // What tells the item at a path from others, null for what is none; "" stands for the record.
  key(index, path) {
    const place = path?.split(".").slice(0, 2).join(".") ?? null;
    return Review.records.get(index)?.keys[place] ?? null;
  },

  async undo() {
    const last = Review.standing.undo;
    if (!last) {
      Review.say("There is nothing to undo.");
      return;
    }
    try {
      const answer = await Review.change("undo", { number: last.number });
      Review.unanswered.clear();
      const { path, action } = answer.undone;
      Review.say(`undone: ${action} ${path}`);
      if (App.route.index !== answer.article) {
        App.navigate(Route.article(answer.article));
      }
    } catch {
      // Why is told where it was not saved.
      await Review.sync();
    }
  },

  async change(path, said) {
    Review.onSaving("saving…", "saving");
    try {
      const answer = await Review.once(path, said);
      Review.keep(answer.article, answer.record);
      Review.stand(answer);
      Review.channel?.postMessage(answer.newest);
      Review.onSaving("saved", "saved");
      return answer;
    } catch (error) {
      const isGone = error.status === undefined;
      const why = isGone ? "the review has ended; start it again in the terminal" : error.message;
      // A form tells itself why.
      Review.onSaving(Review.isBusy() && !isGone ? "not saved" : `not saved: ${why}`, "failed");
      throw isGone ? Object.assign(new Error(why), { path: "" }) : error;
    }
  },

  // A decision that is sent again, as its answer was lost, has the same name, and is stored once.
  async once(path, said) {
    const text = JSON.stringify([path, said]);
    const request = Review.unanswered.get(text) ?? crypto.randomUUID();
    Review.unanswered.set(text, request);
    const answered = () => Review.unanswered.delete(text);
    const answer = await Review.ask(path, { ...said, request }).catch((error) => {
      if (error.status < 500) {
        answered();
      }
      throw error;
    });
    answered();
    return answer;
  },

  stand(answer) {
    Review.standing = answer;
    Review.onStanding.forEach((tell) => tell(answer));
  },

  // Take in what was decided in another tab or process.
  async sync() {
    const answer = await Review.ask(`decisions?after=${Review.standing.newest}`).catch(() => null);
    if (!answer) {
      return;
    }
    const changed = answer.changed.filter((index) => Review.records.has(index));
    Review.stand(answer);
    for (const index of changed) {
      await Review.load(index);
    }
    if (changed.includes(App.route.index) || App.route.view === "articles") {
      Review.redraw();
    }
  },

  // Draw anew, or later where somebody is typing.
  redraw() {
    Review.isStale = Review.isBusy();
    return Review.isStale ? undefined : App.refresh();
  },

  watch() {
    Review.channel = new BroadcastChannel(location.pathname);
    Review.channel.addEventListener("message", Review.sync);
    window.addEventListener("focus", Review.sync);
    document.addEventListener("visibilitychange", () => document.hidden || Review.sync());
  },

  // The path decisions use for a path of the page; null for what code made of what was decided.
  path(path) {
    const [list, place, ...below] = path.split(".");
    const shown = `${list}.${place}`;
    if (!Review.isList(list) || place === undefined) {
      return path;
    }
    const own = Review.records.get(App.route.index)?.paths[shown];
    return own === undefined ? null : [own, ...below].join(".");
  },

  isList(name) {
    return App.session.lists.includes(name);
  },
};
