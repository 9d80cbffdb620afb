/** A service that never writes how the execution has ended. */
import { serve } from "../../impl/killed/backend-server.ts";
import { leaveOut } from "./wrong-writes.ts";

leaveOut("end");
serve(process.argv[2] as string);
