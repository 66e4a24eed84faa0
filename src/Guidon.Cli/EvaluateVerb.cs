using System.Buffers;
using System.CommandLine;

namespace Guidon.Cli;

/// <summary><c>guidon evaluate</c>: EvaluationContext objects in, one EvaluationResult per line out.</summary>
internal static class EvaluateVerb
{
    private const int BadInput = 2;

    internal static Command Build(Verbs verbs)
    {
        var file = new Argument<FileInfo?>("file") { Arity = ArgumentArity.ZeroOrOne, Description = "Default: standard input." };
        var explain = new Option<bool>("--explain") { Description = "Writes for every flag the path that decided, instead of the result." };
        var flag = new Option<string?>("--flag") { Description = "With --explain: only this flag. Default all." };
        var command = new Command("evaluate", "Reads EvaluationContext objects (one JSON document, or JSON lines), writes one EvaluationResult per line.")
        {
            file,
            explain,
            flag,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var output = Console.OpenStandardOutput();
            await using (output.ConfigureAwait(false))
            {
                var only = parsed.GetValue(flag);
                var answer = parsed.GetValue(explain) ? (context, result) => verbs.Explain(context, only, result) : verbs.Evaluate;
                return await RunAsync(parsed.GetValue(file), answer, output, Console.Error, cancellation).ConfigureAwait(false);
            }
        });
        return command;
    }

    private static async Task<int> RunAsync(
        FileInfo? file, Func<ReadOnlyMemory<byte>, IBufferWriter<byte>, string?> evaluate, Stream output, TextWriter errors, CancellationToken cancellation)
    {
        if (file is { Exists: false })
        {
            await errors.WriteLineAsync($"guidon evaluate: there is no file {file.FullName}").ConfigureAwait(false);
            return BadInput;
        }

        var input = file?.OpenRead() ?? Console.OpenStandardInput();
        await using (input.ConfigureAwait(false))
        {
            var result = new ArrayBufferWriter<byte>();
            var documents = new JsonDocuments(input);
            while (await documents.NextAsync(cancellation).ConfigureAwait(false))
            {
                result.ResetWrittenCount();
                var error = documents.Error ?? evaluate(documents.Current, result);
                if (error is not null)
                {
                    await errors.WriteLineAsync($"guidon evaluate: line {documents.Line}: {error}").ConfigureAwait(false);
                    return BadInput;
                }

                result.Write("\n"u8);
                // One flush a result: whoever feeds us line by line waits for its answer.
                await output.WriteAsync(result.WrittenMemory, cancellation).ConfigureAwait(false);
                await output.FlushAsync(cancellation).ConfigureAwait(false);
            }
        }

        return 0;
    }
}
