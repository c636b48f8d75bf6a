import { useKeys } from "./keys.js";
import { useLightbox } from "./lightbox.js";
import { useLive } from "./live.js";
import { usePencil } from "./pencil.js";

useKeys();
usePencil();
useLightbox();
useLive();
