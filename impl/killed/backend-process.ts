/** The program of a process that is a service: `node backend-process.ts FOLDER`. */
import { serve } from "./backend-server.ts";

serve(process.argv[2] as string);
