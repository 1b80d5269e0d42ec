// Every map of the page, by its data-map.
import { answerMap } from "./map/answer.js";
import { fieldMap } from "./map/fieldmap.js";
import { card, draw, pick, publicMap } from "./map/widgets.js";
import { listMap } from "./map/listmap.js";
import { staff } from "./map/staff.js";

const KINDS = { answer: answerMap, card, draw, field: fieldMap, pick, public: publicMap, list: listMap, staff };

for (const element of document.querySelectorAll("[data-map]")) {
  // A page without its map still works: the list, the address and the form stand beside it.
  Promise.resolve(KINDS[element.dataset.map]?.(element)).catch((error) => {
    console.error(error);
    element.hidden = element.dataset.map !== "staff";
  });
}
