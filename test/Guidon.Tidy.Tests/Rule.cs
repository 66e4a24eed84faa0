namespace Guidon.Tidy.Tests;

/// <summary>Looks at a tree and names what offends, one line each: file, line, what is wrong and what the limit is.</summary>
internal delegate IEnumerable<string> Rule(SourceTree tree);
