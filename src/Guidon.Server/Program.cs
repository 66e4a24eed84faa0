using Guidon.Cli;
using Guidon.Flags.Contexts;
using Guidon.Server.Start;

// The one binary. The command line's grammar lives in Guidon.Cli; what the verbs do is handed in here.
var verbs = new Verbs { ServeAsync = ServerProcess.RunAsync, Evaluate = Evaluate };
return await CommandTree.RunAsync(args, verbs);

static string? Evaluate(ReadOnlyMemory<byte> context, System.Buffers.IBufferWriter<byte> result)
{
    var errors = ContextEvaluation.Evaluate(context, result);
    return errors.IsEmpty ? null : string.Join("; ", errors);
}
