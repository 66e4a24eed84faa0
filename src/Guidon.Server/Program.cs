using Guidon.Cli;
using Guidon.Flags;
using Guidon.Server.Start;

// The one binary. The command line's grammar lives in Guidon.Cli; what the verbs do is handed in here.
var verbs = new Verbs { ServeAsync = ServerProcess.RunAsync, Evaluate = ContextEvaluation.Evaluate };
return await CommandTree.RunAsync(args, verbs);
