using Guidon.Tidy.Tests.Rules;

namespace Guidon.Tidy.Tests;

public sealed class CodeTests
{
    [Fact]
    public void Nobody_sleeps_for_a_fixed_time() => Expect.Obeyed(CodeRules.Sleeps);

    [Fact]
    public void No_test_is_skipped() => Expect.Obeyed(CodeRules.SkippedTests);

    [Fact]
    public void No_test_asserts_a_constant() => Expect.Obeyed(CodeRules.AssertionsOfNothing);

    [Fact]
    public void No_exception_is_swallowed_in_silence() => Expect.Obeyed(CodeRules.EmptyCatches);

    [Fact]
    public void Nobody_reads_the_wall_clock() => Expect.Obeyed(CodeRules.WallClocks);

    [Fact]
    public void No_method_is_async_void() => Expect.Obeyed(CodeRules.AsyncVoid);

    [Fact]
    public void No_product_silences_a_null_warning() => Expect.Obeyed(CodeRules.SilencedNulls);

    [Fact]
    public void A_cancellation_token_comes_last_and_without_default() => Expect.Obeyed(CodeRules.MisplacedTokens);

    [Theory]
    [InlineData("Thread.Sleep(1);")]
    [InlineData("await Task.Delay(100);")]
    [InlineData("await Task.Delay(TimeSpan.FromSeconds(1), cancellation);")]
    public void A_sleep_is_found(string statement) => Expect.Finds(CodeRules.Sleeps, InMethod(statement));

    [Theory]
    [InlineData("await Task.Delay(wait, _time, cancellation);")]
    [InlineData("await Task.Delay(TimeSpan.FromSeconds(1), timeProvider, cancellation);")]
    public void A_wait_on_a_given_clock_is_accepted(string statement) => Expect.Accepts(CodeRules.Sleeps, InMethod(statement));

    [Fact]
    public void A_skipped_test_is_found() => Expect.Finds(CodeRules.SkippedTests, ("test/X.Tests/A.cs", "class A { [Fact(Skip = \"later\")] public void It_works() { } }"));

    [Fact]
    public void A_constant_assertion_is_found()
    {
        Expect.Finds(CodeRules.AssertionsOfNothing, InMethod("Assert.True(true);"));
        Expect.Accepts(CodeRules.AssertionsOfNothing, InMethod("Assert.True(found);"));
    }

    [Theory]
    [InlineData("catch { }")]
    [InlineData("catch (Exception) { /* never mind */ }")]
    [InlineData("catch (IOException) { }")]
    public void A_silent_catch_is_found(string clause) => Expect.Finds(CodeRules.EmptyCatches, InMethod($"try {{ }} {clause}"));

    [Fact]
    public void A_named_and_explained_catch_is_accepted() =>
        Expect.Accepts(CodeRules.EmptyCatches, InMethod("try { } catch (OperationCanceledException)\n{\n    // The owner asked for it.\n}"));

    [Fact]
    public void A_look_at_the_clock_is_found()
    {
        Expect.Finds(CodeRules.WallClocks, InMethod("var now = DateTime.UtcNow;"));
        Expect.Accepts(CodeRules.WallClocks, InMethod("var now = time.GetUtcNow();"));
    }

    [Fact]
    public void An_async_void_is_found() => Expect.Finds(CodeRules.AsyncVoid, Source("class A { async void M() { } }"));

    [Fact]
    public void A_silenced_null_is_found_in_products_only()
    {
        Expect.Finds(CodeRules.SilencedNulls, Source("class A { int M(string? a) => a!.Length; }"));
        Expect.Accepts(CodeRules.SilencedNulls, ("test/X.Tests/A.cs", "class A { int M(string? a) => a!.Length; }"));
    }

    [Theory]
    [InlineData("class A { void M(CancellationToken cancellation = default) { } }")]
    [InlineData("class A { void M(CancellationToken cancellation, int count) { } }")]
    public void A_misplaced_token_is_found(string text) => Expect.Finds(CodeRules.MisplacedTokens, Source(text));

    [Fact]
    public void Two_tokens_at_the_end_are_accepted() =>
        Expect.Accepts(CodeRules.MisplacedTokens, Source("class A { void M(int count, CancellationToken abort, CancellationToken stopping) { } }"));

    private static (string, string) InMethod(string statement) => Source($"class A {{ async Task M() {{ {statement} }} }}");

    private static (string, string) Source(string text) => ("src/Guidon.Flags/A.cs", text);
}
