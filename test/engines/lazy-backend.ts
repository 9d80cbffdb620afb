/** A service that acknowledges a call before it is durable: it writes what one call has changed at the next. */
import { serve } from "../../impl/killed/backend-server.ts";
import { writeLate } from "./wrong-writes.ts";

writeLate();
serve(process.argv[2] as string);
