// All of it drives headless Chromium. Classes take turns: several browsers and servers at once would only wait for each other.
[assembly: AssemblyTrait("Category", "External")]
[assembly: CollectionBehavior(DisableTestParallelization = true)]
