using System.Collections.Immutable;
using Guidon.Cli;
using Guidon.Flags;
using Guidon.Flags.Contexts;
using Guidon.Server.Start;

// The one binary. The command line's grammar lives in Guidon.Cli; what the verbs do is handed in here.
return await CommandTree.RunAsync(args, new Verbs
{
    ServeAsync = ServerProcess.RunAsync,
    EdgeAsync = ServerProcess.RunEdgeAsync,
    Evaluate = (context, output) => Sentence(ContextEvaluation.Evaluate(context, output)),
    Explain = (context, flag, output) => Sentence(ContextEvaluation.Explain(context, flag, output)),
});

static string? Sentence(ImmutableArray<DocumentError> errors) => errors.IsEmpty ? null : string.Join("; ", errors);
