import { useKeys } from "./keys.js";
import { useLightbox } from "./lightbox.js";
import { usePencil } from "./pencil.js";

useKeys();
usePencil();
useLightbox();
