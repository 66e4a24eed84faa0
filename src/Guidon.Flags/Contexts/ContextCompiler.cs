using Guidon.Evaluation;
using Guidon.Evaluation.Definitions;
using Guidon.Flags.Json;

namespace Guidon.Flags.Contexts;

/// <summary>The door for evaluation contexts (v2 schema).</summary>
public static class ContextCompiler
{
    /// <summary>Reads and compiles a context.</summary>
    /// <param name="utf8">JSON, in which comments and trailing commas are tolerated.</param>
    public static ContextReading Compile(ReadOnlyMemory<byte> utf8)
    {
        var errors = new JsonErrors();
        var context = JsonInput.Read(utf8, comments: true, errors, root => Compile(root, errors));
        return new(errors.Any ? null : context, errors.All());
    }

    private static CompiledContext? Compile(JsonField root, JsonErrors errors)
    {
        if (!root.IsObject)
        {
            root.Refuse("must be an object");
            return null;
        }

        var definition = new ContextFields().Environment(root);
        var identity = root.Member("identity");
        var identifier = identity.IsNull ? null : identity.Text("identifier");
        var key = identity.TextOrNull("key");
        var traits = ContextFields.Traits(identity);
        if (errors.Any) return null;
        return new() { FlagSet = FlagSetCompiler.Compile(definition), Identifier = identifier, Key = key, Traits = traits };
    }
}
