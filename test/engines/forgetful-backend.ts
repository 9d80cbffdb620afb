/** A service that never writes the clocks of callbacks after its start, so that only a restart shows it. */
import { serve } from "../../impl/killed/backend-server.ts";
import { leaveOut } from "./wrong-writes.ts";

leaveOut("clocks");
serve(process.argv[2] as string);
