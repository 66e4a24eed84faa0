using Guidon.Tidy.Tests.Rules;

namespace Guidon.Tidy.Tests;

public sealed class CommentTests
{
    [Fact]
    public void Documentation_is_not_empty() => Expect.Obeyed(CommentRules.EmptyDocumentation);

    [Fact]
    public void Documentation_does_not_repeat_the_signature() => Expect.Obeyed(CommentRules.Noise);

    [Fact]
    public void A_promise_for_later_gives_its_reason() => Expect.Obeyed(CommentRules.PromisesWithoutReason);

    [Fact]
    public void A_suppressed_warning_gives_its_reason() => Expect.Obeyed(CommentRules.SilentSuppressions);

    [Fact]
    public void Empty_documentation_is_found()
    {
        Expect.Finds(CommentRules.EmptyDocumentation, Source("/// <summary></summary>\npublic sealed class A;"));
        Expect.Accepts(CommentRules.EmptyDocumentation, Source("/// <summary>See <see cref=\"B\"/>.</summary>\npublic sealed class A;"));
        Expect.Accepts(CommentRules.EmptyDocumentation, Source("/// <inheritdoc/>\npublic sealed class A;"));
    }

    [Fact]
    public void Documentation_that_repeats_the_signature_is_found()
    {
        Expect.Finds(CommentRules.Noise, Source("/// <summary>Gets or sets the count.</summary>\npublic sealed class A;"));
        Expect.Finds(CommentRules.Noise, Source("/// <summary>Sets the state.</summary>\npublic sealed class A;"));
        Expect.Accepts(CommentRules.Noise, Source("/// <summary>Sets the state. Does nothing when it is gone.</summary>\npublic sealed class A;"));
        Expect.Accepts(CommentRules.Noise, Source("/// <summary>How many; at most 10.</summary>\npublic sealed class A;"));
    }

    [Fact]
    public void A_promise_without_a_reason_is_found()
    {
        Expect.Finds(CommentRules.PromisesWithoutReason, Source("// TODO mend\nclass A;"));
        Expect.Accepts(CommentRules.PromisesWithoutReason, Source("// TODO: drop when every client sends its version\nclass A;"));
    }

    [Fact]
    public void A_suppression_without_a_reason_is_found()
    {
        Expect.Finds(CommentRules.SilentSuppressions, Source("#pragma warning disable CA5351\nclass A;"));
        Expect.Finds(CommentRules.SilentSuppressions, Source("[SuppressMessage(\"X\", \"Y\")] class A;"));
        Expect.Finds(CommentRules.SilentSuppressions, ("src/Guidon.Flags/A.csproj", "<Project><NoWarn>CS1591</NoWarn></Project>"));
        Expect.Accepts(CommentRules.SilentSuppressions, Source("#pragma warning disable CA5351 // Not security: the protocol's hash.\nclass A;"));
    }

    private static (string, string) Source(string text) => ("src/Guidon.Flags/A.cs", text);
}
