// Service lines from a main to a plot, and shut-off valves moved along and between pipes.
import { page } from "./server.js";
import { cornerTable } from "./drawing.js";

// A valve is let go somewhere about its pipe: the server finds the nearest one within so many pixels and metres.
const REACH_PX = 40, REACH_M = 5;
const sent = ({ x, y, kind, id, fraction, version }) => ({ x, y, kind, id, fraction, version });

export function lineTools({ drawing, words, bar, inside, open, leave, act, finished, tell, row, button, attributes, isOpen }) {
  const onMain = (point, index) => index > 0 || point.kind === "pipe" || (tell(words.onMain), false);
  const mainFirst = (index) => (index === 0 ? "pipe" : "");
  const place = (points) => { drawing.points = points; drawing.paint(); };

  async function drawService() {
    open("service", words.service, words.serviceHelp);
    const form = document.createElement("div"), table = document.createElement("div"), mine = (drawService.turn = (drawService.turn ?? 0) + 1);
    const lay = () => {
      if (drawing.points.length < 2) { tell(words.twoService); return; }
      act("service", { points: drawing.points.map(sent), attributes: attributes() }).then(finished);
    };
    row(button(words.layService, lay, "btn-primary"), button(words.cancel, () => leave()));
    inside.append(form, table);
    const editing = cornerTable(table, words, bar.dataset.snap, place, tell, { kinds: mainFirst, accepts: onMain, rooted: true });
    drawing.begin({ kinds: mainFirst, accepts: onMain, changed: (points) => { editing.show(points); tell(words.cornerAdded.replace("#", points.length)); }, finish: lay, corners: true });
    editing.show([]);
    const html = await page(bar.dataset.form.replace("/name/", "/service/"));
    if (isOpen("service") && mine === drawService.turn) form.innerHTML = html ?? "";
  }

  // A line that begins where it began names no main: the server keeps its place along it.
  function serviceCorners(shape) {
    open("corners", `${words.editCorners}: ${shape.title}`, words.serviceCornersHelp);
    const save = () => act("service_corners", { id: shape.id, version: shape.version, points: drawing.points.map(sent) }).then(finished);
    const table = document.createElement("div");
    row(button(words.save, save, "btn-primary"), button(words.cancel, () => leave()));
    inside.append(table);
    const editing = cornerTable(table, words, bar.dataset.snap, place, tell, { kinds: mainFirst, accepts: onMain, rooted: true });
    drawing.begin({ kinds: mainFirst, accepts: onMain, points: shape.corners, changed: (points) => editing.show(points), corners: true, adds: false });
    editing.show(shape.corners);
  }

  function moveShutoff(shape) {
    open("move", `${words.move}: ${shape.title}`, words.moveValveHelp);
    const save = () => {
      const [point] = drawing.points;
      if (point.kind === "pipe") act("move", { kind: "shutoff", id: shape.id, version: shape.version, points: [sent(point)] }).then(finished);
      else tell(words.noPipe);
    };
    const accepts = (point) => point.kind === "pipe" || (tell(words.noPipe), false), kinds = () => "pipe";
    const table = document.createElement("div");
    row(button(words.save, save, "btn-primary"), button(words.cancel, () => leave()));
    inside.append(table);
    const editing = cornerTable(table, words, bar.dataset.snap, place, tell, { fixed: true, kinds, accepts, within: REACH_M });
    drawing.begin({ kinds, accepts, reach: REACH_PX, points: shape.corners, single: true, keep: true, changed: (points) => { editing.show(points); tell(points[0].said); } });
    editing.show(shape.corners);
  }

  return { drawService, serviceCorners, moveShutoff };
}
